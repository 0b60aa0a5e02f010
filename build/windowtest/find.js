// Which visible elements have this role and accessible name, inside scope? A small reading of the accessible name
// computation (W3C accname-1.2): enough for our own pages, which axe checks for the rest.
const [scope, role, name] = arguments;
const implicit = {
  button: 'button, input[type=button], input[type=submit], summary',
  link: 'a[href]',
  heading: 'h1, h2, h3, h4, h5, h6',
  textbox: 'input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=url], input[type=password], textarea, [contenteditable=true]',
  searchbox: 'input[type=search]',
  checkbox: 'input[type=checkbox]',
  radio: 'input[type=radio]',
  combobox: 'select, input[list]',
  option: 'option',
  list: 'ul, ol',
  listitem: 'li',
  table: 'table',
  row: 'tr',
  cell: 'td',
  columnheader: 'th',
  img: 'img, svg[aria-label]',
  navigation: 'nav',
  main: 'main',
  dialog: 'dialog',
  form: 'form',
  region: 'section[aria-label], section[aria-labelledby]',
  progressbar: 'progress',
  status: 'output',
  article: 'article',
  term: 'dt',
  definition: 'dd',
};
const tidy = (text) => text.normalize('NFC').replace(/[\s\u00a0\u00ad]+/g, ' ').trim();
const content = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE) return '';
  if (node.getAttribute('aria-hidden') === 'true' || !node.checkVisibility()) return '';
  if (node.hasAttribute('aria-label')) return ` ${node.getAttribute('aria-label')} `;
  if (node.tagName === 'IMG') return ` ${node.alt} `;
  if (node.matches('input, select, textarea')) return '';
  const inline = getComputedStyle(node).display.startsWith('inline');
  const inner = [...node.childNodes].map(content).join('');
  return inline ? inner : ` ${inner} `;
};
const accessibleName = (el) => {
  const by = (el.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean);
  const named = by.map((id) => document.getElementById(id)).filter(Boolean);
  if (named.length) return tidy(named.map((n) => n.getAttribute('aria-label') || content(n) || n.textContent).join(' '));
  if (el.getAttribute('aria-label')) return tidy(el.getAttribute('aria-label'));
  if (el.labels && el.labels.length) return tidy([...el.labels].map(content).join(' '));
  if (el.matches('input[type=button], input[type=submit]')) return tidy(el.value);
  const inside = el.matches('img') ? el.alt : el.matches('input, select, textarea') ? '' : content(el);
  return tidy(inside || el.getAttribute('title') || el.getAttribute('placeholder') || '');
};
const root = scope || document;
// Type is compared as the browser understands it: an input without a known type is a text field.
const selector = [implicit[role], `[role="${role}"]`].filter(Boolean).join(', ');
return [...root.querySelectorAll(selector)].filter((el) => {
  if (el.hasAttribute('role') && el.getAttribute('role') !== role) return false;
  if (el.tagName !== 'OPTION' && !el.checkVisibility({ visibilityProperty: true })) return false;
  if (el.closest('[aria-hidden=true], [inert]')) return false;
  return name === '' || accessibleName(el) === tidy(name);
});
