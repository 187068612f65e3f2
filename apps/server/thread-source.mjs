// import { source } from './name.ts?thread': a file and all it imports as the text of one script, which a worker thread
// evaluates. So the product stays one file, and a thread loads only what it needs. For rolldown, vite and vitest.
import { dirname, resolve } from 'node:path';

const SUFFIX = '?thread';

export function threadSource() {
  return {
    name: 'thread-source',
    enforce: 'pre',
    resolveId(id, importer) {
      return id.endsWith(SUFFIX) ? resolve(dirname(importer), id) : null;
    },
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const { rolldown } = await import('rolldown');
      const input = id.slice(0, -SUFFIX.length);
      // Only what the thread uses: modules do nothing but define, so one of which nothing is used may go.
      const treeshake = { moduleSideEffects: false };
      const built = await rolldown({ input, platform: 'node', logLevel: 'silent', treeshake });
      const { output } = await built.generate({ format: 'cjs', codeSplitting: false, minify: true });
      for (const file of output[0].moduleIds) this.addWatchFile(file);
      await built.close();
      return { code: `export const source = ${JSON.stringify(output[0].code)};`, moduleType: 'js' };
    },
  };
}
