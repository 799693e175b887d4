// The floor the code must run on: Electron 33. Newer releases run the same files.
export const nodeTarget = 'node20.18';
export const chromeTarget = 'chrome130';

/** Native, or with a WebAssembly file found beside its script: these stay in node_modules, everything else is bundled. */
export const externalPackages = ['better-sqlite3', 'opusscript', 'sherpa-onnx-node'];

/** Native code of `sherpa-onnx-node`, a package for each system; npm installs the one that fits. */
export const isSpeechEngine = (name) => /^sherpa-onnx-(win|darwin|linux)-/.test(name);
