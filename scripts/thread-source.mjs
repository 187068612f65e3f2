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
      const built = await rolldown({ input: id.slice(0, -SUFFIX.length), platform: 'node', logLevel: 'silent' });
      const { output } = await built.generate({ format: 'cjs', codeSplitting: false });
      for (const file of output[0].moduleIds) this.addWatchFile(file);
      await built.close();
      return { code: `export const source = ${JSON.stringify(output[0].code)};`, moduleType: 'js' };
    },
  };
}
