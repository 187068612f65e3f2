import { describe, expect, it } from 'vitest';
import { createTierAccess } from './access.ts';

/** An API server that allows `verb resource namespace`, with `*` for all namespaces. */
function server(rules: readonly string[]) {
  const allowed = new Set(rules);
  const asked: string[] = [];
  const review = async (verb: string, resource: string, namespace: string | null): Promise<boolean | null> => {
    asked.push(`${verb} ${resource} ${namespace ?? '*'}`);
    return allowed.has(`${verb} ${resource} *`) || allowed.has(`${verb} ${resource} ${namespace}`);
  };
  return { allowed, asked, review };
}

const EVERYTHING = ['get pods/proxy *', 'create pods/portforward *', 'get pods/portforward *', 'get pods/log *'];

describe('createTierAccess', () => {
  it('nothing is allowed before it was asked', () => {
    const access = createTierAccess(server(EVERYTHING).review, 3);
    expect(access.of(1, 'istio-system').state).toBe('unasked');
  });

  it('what is allowed everywhere is asked once', async () => {
    const { asked, review } = server(EVERYTHING);
    const access = createTierAccess(review, 3);
    expect(await access.review(['istio-system', 'shop'])).toBe(true);
    expect(asked).toEqual(EVERYTHING);
    expect(await access.review(['istio-system', 'shop', 'new'])).toBe(false);
    expect(asked).toHaveLength(4);
    expect(([1, 2, 3] as const).map((tier) => access.of(tier, 'new').state)).toEqual(['allowed', 'allowed', 'allowed']);
  });

  it('a Role in one namespace allows it there alone, and the other is told with what is missing', async () => {
    const { review } = server(['get pods/proxy istio-system']);
    const access = createTierAccess(review, 3);
    await access.review(['istio-system', 'shop']);
    expect(access.of(1, 'istio-system')).toEqual({ state: 'allowed' });
    expect(access.of(1, 'shop')).toEqual({
      state: 'refused',
      permission: { verb: 'get', resource: 'pods/proxy', group: '', namespace: 'shop' },
    });
  });

  it('each verb of a rule is needed', async () => {
    const { review } = server(['create pods/portforward istio-system']);
    const access = createTierAccess(review, 3);
    await access.review(['istio-system']);
    expect(access.of(2, 'istio-system')).toMatchObject({ state: 'refused', permission: { verb: 'get' } });
  });

  it('what is switched off is not asked about', async () => {
    const { asked, review } = server(EVERYTHING);
    await createTierAccess(review, 1).review(['istio-system']);
    expect(asked).toEqual(['get pods/proxy *']);
  });

  it('what is given later is found at the next review', async () => {
    const { allowed, review } = server([]);
    const access = createTierAccess(review, 1);
    await access.review(['istio-system']);
    allowed.add('get pods/proxy istio-system');
    expect([await access.review(['istio-system']), access.of(1, 'istio-system').state]).toEqual([true, 'allowed']);
  });

  it('what is taken away is refused, where it was and at the next review everywhere', async () => {
    const { allowed, review } = server(EVERYTHING);
    const access = createTierAccess(review, 3);
    await access.review(['istio-system', 'shop']);
    allowed.delete('get pods/proxy *');
    access.refuse(1, 'istio-system');
    expect([access.of(1, 'istio-system').state, access.of(1, 'shop').state]).toEqual(['refused', 'unasked']);
    await access.review(['istio-system', 'shop']);
    expect(access.of(1, 'shop').state).toBe('refused');
  });

  it('where the server does not say, nothing is decided', async () => {
    const access = createTierAccess(async () => null, 3);
    await access.review(['istio-system']);
    expect(access.of(1, 'istio-system').state).toBe('unasked');
  });
});
