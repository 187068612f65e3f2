// node bundle.mjs FOLDER NAME...: bundles these programs into FOLDER without source maps, which would count as their memory.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const [folder, ...names] = process.argv.slice(2);
for (const name of names) {
  const input = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const external = ['undici', 'yaml', '@kubernetes/client-node'];
  const built = await rolldown({ input, platform: 'node', external, logLevel: 'silent' });
  await built.write({ file: join(folder, `${name}.mjs`), format: 'esm' });
  await built.close();
}
