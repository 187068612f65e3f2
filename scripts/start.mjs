// npm start: installs and builds what is not done yet, then runs the product.
import './node-version.mjs';
import { ensureBuilt, PRODUCT } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { foreground, main } from './process.mjs';

const OWN_MESH = /^--(context|kubeconfig|bundle|prometheus|config)(=|$)/;

/** `npm start -- --port 8080` shows the demo; a flag that names a mesh serves that one; a command is taken as it is. */
function chooseCommand(args) {
  if (args[0] !== undefined && !args[0].startsWith('-')) return args;
  return [args.some((argument) => OWN_MESH.test(argument)) ? 'serve' : 'demo', ...args];
}

await main(async (args) => {
  await ensureInstalled();
  await ensureBuilt();
  return foreground(process.execPath, [PRODUCT, ...chooseCommand(args)]);
});
