import { expect, it } from 'vitest';
import { demoState, serveStates } from '../routes/serve-scenario.ts';

const at = (minute: number): string => `2026-11-20T10:0${minute}:00Z`;

/** A mesh with shop/cart, without it from minute 2, and with it again from minute 6. */
async function serveLoss() {
  const full = demoState('rest');
  const isCart = ({ namespace, name }: { namespace: string; name: string }) => namespace === 'shop' && name === 'cart';
  const without = {
    ...full,
    services: full.services.filter((one) => !isCart(one)),
  };
  const { app, store } = await serveStates({ ...full, takenAt: at(0) });
  store.accept({ ...without, takenAt: at(2) });
  store.accept({ ...full, takenAt: at(6) });
  return async (moment: number, gone: string) => {
    const answer = await app.inject({ url: '/api/v1/graph', query: { at: at(moment), gone } });
    const { nodes, links } = answer.json().gone as { nodes: { id: string }[]; links: { from: string; to: string }[] };
    return { nodes: nodes.map(({ id }) => id), links };
  };
}

it('names what was there in the window before and is no more, with the links to what stayed', async () => {
  const ask = await serveLoss();
  const { nodes, links } = await ask(3, '300');
  expect(nodes).toContain('service:shop/cart');
  expect(links.length).toBeGreaterThan(2);
  expect(links.every(({ from, to }) => nodes.includes(from) || nodes.includes(to))).toBe(true);
});

it('has nothing of what is still there, has come back, or came later', async () => {
  const ask = await serveLoss();
  expect((await ask(0, '300')).nodes).toEqual([]);
  // Without its Service the Deployment stood for itself; now it does not any more.
  expect((await ask(6, '600')).nodes).toEqual(['workload:shop/cart']);
});

it('looks no further back than the window', async () => {
  const full = await serveLoss();
  // The mesh that was current when the window began counts as part of it; the one before does not.
  expect((await full(5, '30')).nodes).toEqual((await full(2, '1')).nodes);
  expect((await full(2, '1')).nodes).toContain('service:shop/cart');
});
