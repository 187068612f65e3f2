import { type DecodedSnapshot, decodeSnapshot, reportOfSnapshot } from '@hopscope/core';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { demoState } from '../routes/serve-scenario.ts';
import { closeAll, LOGIN, removeAll, serveSnapshots } from '../routes/serve-snapshots.ts';
import { checkSignature, digestOf } from './signing.ts';

afterEach(async () => {
  vi.useRealTimers();
  await closeAll();
});
afterAll(removeAll);

const RIGHTS = { ...LOGIN, HOPSCOPE_NAMESPACES_HEADER: 'X-Namespaces' };
const may = (...namespaces: string[]) => ({ 'x-namespaces': namespaces.join(',') });

function read(file: string): DecodedSnapshot {
  const decoded = decodeSnapshot(file);
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.snapshot;
}

/** Nothing of a namespace but those given and the mesh's own. */
function expectWithin(file: string, own: readonly string[]): void {
  const { document } = read(file);
  const system = ['istio-system', 'kube-system'];
  const foreign = demoState('waypoint').services.filter(
    ({ namespace }) => ![...own, ...system, 'default'].includes(namespace),
  );
  expect(foreign.length).toBeGreaterThan(3);
  for (const { namespace, name } of foreign)
    for (const text of [`${namespace}/${name}`, `${name}.${namespace}`, `"namespace":"${namespace}"`])
      expect(file).not.toContain(text);
  expect(new Set(reportOfSnapshot(document).graph.nodes.map(({ namespace }) => namespace))).toEqual(new Set(own));
}

describe('who makes it', () => {
  it('takes along what they may see, and nothing besides', async () => {
    const { create, open } = await serveSnapshots(RIGHTS);
    const { token, snapshot } = await create({ paths: ['shop/cart -> shop/pricing:80'] }, 'ada', may('shop', 'web'));
    const { file } = (await open(token, 'root')).json();
    expectWithin(file, ['shop', 'web']);
    expect(read(file).document.paths).toHaveLength(1);
    expect(read(file).document.policies.every(({ ref }) => ['shop', 'web'].includes(ref.namespace))).toBe(true);
    expect(JSON.stringify(snapshot)).not.toContain('payments');
  });

  it('cannot ask for more, by name or by path', async () => {
    const { call, create, open } = await serveSnapshots(RIGHTS);
    const ask = (body: object, more = may('shop')) => call('POST', '/api/v1/snapshots', body, 'ada', more);
    expect((await ask({ namespaces: ['payments'] })).statusCode).toBe(400);
    expect((await ask({ dryRun: true }, {} as never)).statusCode).toBe(400);
    const path = await ask({ paths: ['web/frontend -> shop/cart:80'] });
    expect([path.statusCode, path.json().detail]).toEqual([400, expect.stringContaining('both of its ends')]);
    const { token } = await create({ namespaces: ['shop', 'payments'] }, 'ada', may('shop'));
    expectWithin((await open(token, 'root')).json().file, ['shop']);
    const preview = (await ask({ dryRun: true })).json();
    expect(preview.document).not.toContain('payments/');
  });

  it('may take along less, with or without a login', async () => {
    const { create, open } = await serveSnapshots();
    const { token } = await create({ namespaces: ['shop'] });
    expectWithin((await open(token)).json().file, ['shop']);
  });
});

describe('who looks at it', () => {
  it('sees what is theirs where it is intersected, with a digest and a signature of its own', async () => {
    const { create, open, call } = await serveSnapshots(RIGHTS);
    const { token, snapshot } = await create({ paths: ['web/frontend -> shop/cart:80'] }, 'root');
    expect(snapshot.rights).toBe('intersect');
    const whole = (await open(token, 'ada', undefined, may('*'))).json();
    expect(whole.snapshot.digest).toBe(snapshot.digest);
    const part = (await open(token, 'ada', undefined, may('shop'))).json();
    expectWithin(part.file, ['shop']);
    const { document, canonical, digest, signature } = read(part.file);
    expect([document.paths, digest === snapshot.digest]).toEqual([[], false]);
    expect([digestOf(canonical) === digest, checkSignature(digest, signature)]).toEqual([true, 'valid']);
    const nothing = (await open(token, 'eve')).json();
    expect(read(nothing.file).document.graph.nodes.id).toEqual([]);
    const json = await call('GET', `/s/${token}/export.json`, undefined, 'ada', may('shop'));
    expectWithin(json.body, ['shop']);
    const page = await call('GET', `/s/${token}`, undefined, 'ada', may('shop'));
    expect(page.body).not.toContain('web/frontend');
    const diff = await call('POST', '/api/v1/snapshots/diff', { before: token, after: 'now' }, 'ada', may('shop'));
    expect(diff.statusCode).toBe(200);
    expect(diff.body).not.toContain('web/');
  });

  it('sees theirs anew after another one looked, and nothing once it is revoked', async () => {
    const { create, open, call } = await serveSnapshots(RIGHTS);
    const { token, id } = await create({}, 'root');
    for (const own of ['shop', 'web', 'shop']) {
      const answer = (await open(token, 'ada', undefined, may(own))).json();
      expectWithin(answer.file, [own]);
      expect(answer.snapshot.namespaces).toBeUndefined();
    }
    expect((await call('GET', `/api/v1/snapshots/${id}`, undefined, 'root')).json().snapshot.views).toBe(3);
    await call('DELETE', `/api/v1/snapshots/${id}`, undefined, 'root');
    expect((await open(token, 'ada', undefined, may('shop'))).statusCode).toBe(404);
  });

  it('sees all of it where it is as captured', async () => {
    const { create, open } = await serveSnapshots(RIGHTS);
    const { token, snapshot } = await create({ rights: 'as-captured' }, 'root');
    expect((await open(token, 'ada', undefined, may('shop'))).json().snapshot.digest).toBe(snapshot.digest);
  });

  it('is one who has one of its namespaces, where it is for them', async () => {
    const { create, open } = await serveSnapshots(RIGHTS);
    const { token } = await create({ audience: 'namespaces', namespaces: ['shop', 'web'] }, 'ada', may('shop', 'web'));
    const by = async (name: string, more: object) => (await open(token, name, undefined, more as never)).statusCode;
    expect(await by('ben', may('web'))).toBe(200);
    expect(await by('cem', may('payments'))).toBe(404);
    expect(await by('cem', {})).toBe(404);
    expect(await by('root', {})).toBe(200);
    expectWithin((await open(token, 'ben', undefined, may('web', 'payments'))).json().file, ['web']);
  });

  it.each<[string, object, object]>([
    ['no proxy tells namespaces', LOGIN, { rights: 'intersect' }],
    ['anyone may open it', { ...RIGHTS, HOPSCOPE_SNAPSHOT_ANYONE: 'on' }, { rights: 'intersect', audience: 'anyone' }],
    ['its names are replaced', RIGHTS, { rights: 'intersect', profile: 'shape' }],
    ['nobody here can read it', RIGHTS, { rights: 'intersect', sealed: 'QUFB' }],
    ['nobody knows who has its namespaces', LOGIN, { audience: 'namespaces' }],
    ['it does not name its namespaces', RIGHTS, { audience: 'namespaces', profile: 'shape' }],
  ])('is not promised to be intersected where %s', async (_why, env, body) => {
    const { call } = await serveSnapshots(env as never);
    const answer = await call('POST', '/api/v1/snapshots', body, 'root');
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'snapshot-refused']);
  });

  it('is shown no title of automatic ones, which tell what fails anywhere', async () => {
    const { call, access, open } = await serveSnapshots(RIGHTS);
    const opened = await access.open();
    if (!opened.ok) throw new Error(opened.reason);
    const who = { name: ' automatic', isAdmin: false, namespaces: null };
    const content = { kind: 'sealed' as const, body: Buffer.from('x'), digest: '' };
    const publication = {
      title: 'Problem: pay',
      audience: 'signed-in' as const,
      lasts: 60,
      occasion: 'problem' as const,
    };
    await opened.value.desk.publish(content, { ...publication, pair: '', passphrase: '', rights: null }, who);
    const listed = async (more: Record<string, string>) =>
      (await call('GET', '/api/v1/snapshots', undefined, 'ada', more)).json().snapshots.length;
    expect([await listed(may('*')), await listed(may('shop'))]).toEqual([1, 0]);
    const [automatic] = await opened.value.desk.store.list(null);
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    const [all, some] = [
      await open(`id:${automatic!.id}`, 'ada', undefined, may('*')),
      await open(`id:${automatic!.id}`, 'ada', undefined, may('shop')),
    ];
    expect([all.json().detail, some.json().detail]).toEqual([
      expect.stringContaining('"Problem: pay" by automatic'),
      expect.stringMatching(/^This snapshot is over: an automatic one, taken/),
    ]);
  });
});
