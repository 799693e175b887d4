// Who may import whom, and which calls have one legal home. docs/architecture.md gives the reasons.

/**
 * The first matching area is a file's own. `imports`: what of src/ it may import besides itself; `types`: what more it
 * may take types from, which leave no trace in the build.
 */
export const AREAS = [
  { name: 'shared', path: 'src/shared/', imports: ['resources/rules/'], builtins: false, electron: false },
  { name: 'main', path: 'src/main/', imports: ['src/shared/'], builtins: true, electron: true },
  {
    name: 'preload',
    path: 'src/preload/',
    imports: ['src/shared/contracts/'],
    types: ['src/shared/'],
    builtins: false,
    electron: true,
  },
  { name: 'renderer/ui', path: 'src/renderer/ui/', imports: ['src/shared/'], builtins: false, electron: false },
  { name: 'renderer/phone', path: 'src/renderer/phone/', imports: ['src/shared/'], builtins: false, electron: false },
  { name: 'gateway', path: 'src/gateway/', imports: ['src/shared/'], builtins: true, electron: false },
];

/**
 * Folders of one area, from the ground up: each may import itself and what stands below it. Whoever reads upwards never meets a name that comes
 * later, and a screen can be thrown away without anything but `app` noticing.
 */
export const FLOORS = [
  {
    within: 'src/renderer/ui/',
    rooms: ['format', 'state', 'i18n', 'shortcuts', 'hooks', 'components', 'features', 'app'],
  },
];

/** `finds` answers whether a syntax node is the thing; `home` is where it is allowed, `within` where it is looked for. */
export const HOMES = [
  {
    what: 'raw ipcMain',
    within: 'src/',
    home: 'src/main/ipc/',
    finds: (node) => isName(node, 'ipcMain'),
  },
  {
    what: 'raw ipcRenderer',
    within: 'src/',
    home: 'src/preload/',
    finds: (node) => isName(node, 'ipcRenderer'),
  },
  {
    what: 'sending to a page (webContents.send, webContents.postMessage)',
    within: 'src/main/',
    home: 'src/main/ipc/',
    finds: (node) =>
      isMethodCall(node, ['send', 'postMessage', 'sendToFrame']) && PAGES.includes(lastName(node.callee.object)),
  },
  {
    what: 'the clock (time is a parameter)',
    within: 'src/shared/',
    finds: (node) =>
      isMember(node, 'Date', 'now') ||
      isMember(node, 'performance', 'now') ||
      (node.type === 'NewExpression' && lastName(node.callee) === 'Date' && node.arguments.length === 0) ||
      (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'Date'),
  },
  {
    what: 'randomness (it is a parameter)',
    within: 'src/shared/',
    finds: (node) => isMember(node, 'Math', 'random') || isMember(node, 'crypto', 'randomUUID'),
  },
];

// What Electron calls a page that can be sent to, and the names such a value is usually given.
const PAGES = ['webContents', 'contents', 'sender', 'mainFrame', 'senderFrame', 'frame'];

function isName(node, name) {
  return (
    (node.type === 'Identifier' && node.name === name) ||
    (node.type === 'MemberExpression' && node.computed && node.property.value === name)
  );
}

function isMember(node, object, property) {
  return node.type === 'MemberExpression' && lastName(node.object) === object && lastName(node) === property;
}

function isMethodCall(node, methods) {
  return (
    node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && methods.includes(lastName(node.callee))
  );
}

/** `c` for `c`, `a.b.c`, `a['c']`, `a.c!` and `a?.c`. */
function lastName(node) {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return node.computed ? node.property.value : node.property.name;
  if (node.type === 'CallExpression') return lastName(node.callee);
  return node.expression ? lastName(node.expression) : undefined;
}
