// Builds and changes the document. Text only ever goes in as text: what bots send is never read as markup.

/** Makes an element. Attributes: `class`, `on*` listeners, `dataset`, booleans; children: nodes, strings, arrays, null. */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same in SVG. */
export function drawing(name, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (name === 'dataset') {
      Object.assign(node.dataset, value);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Sets a text where it differs; answers whether it did. */
export function setText(node, text) {
  if (node.textContent === text) {
    return false;
  }
  node.textContent = text;
  return true;
}

/** Sets an attribute where it differs; null takes it away. */
export function setAttribute(node, name, value) {
  if (value === null) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, value);
  }
}

const probe = element('span', { hidden: true });

/** Answers a function from the name of a colour of the style sheet to what it is in the theme of now. */
export function themeColours() {
  // A colour of two themes is one only as it is used.
  document.body.append(probe);
  const used = getComputedStyle(probe);
  return (name) => {
    probe.style.color = `var(--${name})`;
    return used.color;
  };
}

const calm = window.matchMedia('(prefers-reduced-motion: reduce)');

/** A brief tint that says: this has just changed. */
export function tint(node) {
  if (!calm.matches && !document.hidden) {
    node.animate([{ backgroundColor: 'var(--changed)' }, { backgroundColor: 'transparent' }], { duration: 200 });
  }
}

/** A message that stands in the place of a view or a part of it: loading, empty, error. */
export function stateMessage(kind, title, ...details) {
  return element(
    'div',
    { class: `message ${kind}`, role: kind === 'error' ? 'alert' : 'status', dataset: { state: kind } },
    element('p', { class: 'title' }, title),
    ...details,
  );
}

/** A figure with its name; `update(text, note)` changes it. */
export function figure(name, definition, options = {}) {
  const value = element('span', { class: 'value' }, '–');
  const note = element('span', { class: 'note' });
  const node = element('div', { class: 'figure', dataset: { figure: options.key ?? name } },
    element('dt', { title: definition }, name), element('dd', {}, value, note));
  return {
    node,
    update(text, remark = '', kind = null) {
      setText(value, text);
      setText(note, remark);
      setAttribute(value, 'data-sign', kind);
    },
  };
}

/**
 * A table that becomes a stack of rows on a phone, each value beside its column's name. The roles are said, since a browser
 * takes a table that is not laid out as one for no table. Cells are texts, nodes, or {text, sign}.
 */
export function stackTable(caption, columns, rows, options = {}) {
  const kind = (index) => (index > 0 && options.numeric !== false ? 'number' : null);
  const cell = (value, index) => {
    const { text, sign = null } = value !== null && typeof value === 'object' && 'text' in value ? value : { text: value };
    return index === 0
      ? element('th', { scope: 'row', role: 'rowheader' }, text)
      : element('td', { role: 'cell', class: kind(index), 'data-sign': sign, dataset: { label: columns[index] } }, text);
  };
  return element('table', { class: 'plain stack', role: 'table' }, element('caption', { class: 'hidden' }, caption),
    element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, columns.map((title, index) =>
      element('th', { scope: 'col', role: 'columnheader', class: kind(index) }, title)))),
    element('tbody', { role: 'rowgroup' }, rows.map((row) => element('tr', { role: 'row' }, row.map(cell)))));
}
