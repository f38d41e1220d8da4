"""What the package promises to whoever installs it: Python 3.9, the standard library alone, types and words for everything."""

import ast
import inspect
import pkgutil
import sys
import unittest
from importlib import import_module
from pathlib import Path

from backend import database

FOLDER = Path(database.__file__).parent
OLDEST = (3, 9)
#: What Windows has in place of fcntl; sys.stdlib_module_names lists the modules of every platform, but not before 3.10.
STANDARD = getattr(sys, "stdlib_module_names", None)


def sources():
    """The files, as far as a newer Python can tell read as the oldest would."""
    return [(file.name, ast.parse(file.read_text(encoding="utf-8"), str(file), feature_version=OLDEST)) for file in sorted(FOLDER.glob("*.py"))]


def modules():
    return [import_module(f"backend.database.{found.name}") for found in pkgutil.iter_modules([str(FOLDER)])]


class PackageTest(unittest.TestCase):
    def test_every_file_is_python_39(self):
        self.assertGreater(len(sources()), 15)

    @unittest.skipIf(STANDARD is None, "Python 3.9 cannot list its library")
    def test_nothing_is_imported_but_the_standard_library(self):
        for name, tree in sources():
            for node in ast.walk(tree):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.level == 0:
                    names = [node.module]
                for imported in names:
                    self.assertIn(imported.split(".")[0], STANDARD, name)

    def test_types_are_promised_and_given(self):
        self.assertTrue((FOLDER / "py.typed").exists())
        for module, name, function in self.public():
            with self.subTest(f"{module}.{name}"):
                signature = inspect.signature(function)
                self.assertIsNot(signature.return_annotation, inspect.Signature.empty)
                for parameter in signature.parameters.values():
                    if parameter.name not in ("self", "cls"):
                        self.assertIsNot(parameter.annotation, inspect.Parameter.empty, parameter.name)

    def test_everything_public_says_what_it_is_for(self):
        for module in modules():
            self.assertTrue(module.__doc__, module.__name__)
        for module, name, function in self.public():
            with self.subTest(f"{module}.{name}"):
                self.assertTrue(function.__doc__ or name.split(".")[-1].startswith("__") or name == "Sender.run")

    def test_what_is_exported_is_there(self):
        for name in database.__all__:
            self.assertTrue(hasattr(database, name), name)

    @staticmethod
    def public():
        """(module, name, function) of all functions and methods without an underscore."""
        for module in modules():
            for name, member in vars(module).items():
                if name.startswith("_") or getattr(member, "__module__", None) != module.__name__:
                    continue
                if inspect.isfunction(member):
                    yield module.__name__, name, member
                elif inspect.isclass(member):
                    for method_name, method in vars(member).items():
                        method = getattr(method, "__func__", method)
                        if inspect.isfunction(method) and not method_name.startswith("_"):
                            yield module.__name__, f"{name}.{method_name}", method


if __name__ == "__main__":
    unittest.main()
