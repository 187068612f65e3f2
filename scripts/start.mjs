// npm start: installs and builds what is not done yet, then runs the product.
import './node-version.mjs';
import { ensureBuilt, PRODUCT } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { NODE_FLAGS } from './node-flags.mjs';
import { foreground, main } from './process.mjs';
import { chooseCommand } from './product-command.mjs';

await main(async (args) => {
  await ensureInstalled();
  await ensureBuilt();
  return foreground(process.execPath, [...NODE_FLAGS, PRODUCT, ...chooseCommand(args)]);
});
