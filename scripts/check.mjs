// npm run check: format, lint, types, rules of the house and dead code.
import './node-version.mjs';
import { ensureInstalled } from './install.mjs';
import { main } from './process.mjs';

await main(async () => {
  await ensureInstalled();
  const { runStaticChecks } = await import('./static-checks.mjs');
  const { failed } = await runStaticChecks();
  return failed > 0 ? 1 : 0;
});
