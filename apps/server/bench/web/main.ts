/**
 * Serves a generated mesh with the product's own server: `main.ts SERVICES WEB_FOLDER`. Says `ready URL` when it listens;
 * each line `flip` on standard input turns one service, and is answered with the moment it was handed in, in milliseconds
 * since 1970. It ends with its standard input.
 */
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { analyze } from '@hopscope/core';
import { buildApp } from '../../src/app.ts';
import { createBodies } from '../../src/store/bodies.ts';
import { createMeshStore } from '../../src/store/mesh-store.ts';
import { buildSickMesh, FLIPPED, withServiceTurned } from './sick-mesh.ts';

const [services = '1000', webRoot = ''] = process.argv.slice(2);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

let state = buildSickMesh(Number(services));
const store = createMeshStore({ analyze });
store.accept(state);
const app = await buildApp({
  served: {
    store,
    bodies: createBodies(),
    mode: 'bundle',
    label: `generated mesh of ${services} services`,
    version: '0.0.0',
    ignored: [],
    demo: null,
    prometheus: null,
    live: null,
    snapshots: null,
    embed: null,
  },
  webRoot,
  loopback: true,
});
await app.listen({ host: '127.0.0.1', port: 0 });
const { links, blocked, degraded, varies, unknown } = store.current()!.report.counts;
say(`mesh ${JSON.stringify({ services: state.services.length, links, blocked, degraded, varies, unknown })}`);
say(`ready http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);

let isReady = true;
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== 'flip') continue;
  isReady = !isReady;
  const at = Date.now();
  state = withServiceTurned(state, FLIPPED, isReady);
  store.accept(state);
  say(`flipped ${JSON.stringify({ at, judged: Date.now(), service: FLIPPED, ready: isReady })}`);
}
await app.close();
