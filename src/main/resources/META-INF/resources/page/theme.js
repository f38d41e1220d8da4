// Before the first paint, so that a remembered theme does not flash. Not a module: those run later.
(function () {
  try {
    const chosen = localStorage.getItem('crash.theme');
    if (chosen === 'light' || chosen === 'dark') {
      document.documentElement.dataset.theme = chosen;
    }
  } catch (refused) {
    // Without storage the system's theme it is.
  }
})();
