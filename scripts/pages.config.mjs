// The pages as the product has them: vite's configuration of apps/web, and the guard of what the first page loads.
import { join } from 'node:path';
import web from '../apps/web/vite.config.ts';
import { guardFirstLoad } from './first-load.mjs';

const root = join(process.cwd(), '../..');

export default {
  ...web,
  plugins: [...web.plugins, guardFirstLoad({ root, record: join(process.cwd(), 'first-load.json') })],
};
