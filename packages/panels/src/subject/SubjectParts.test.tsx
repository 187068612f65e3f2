import { ref } from '@hopscope/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SAMPLE_MESH } from '../map/sample-mesh.ts';
import { ObjectHrefContext } from '../marks/ObjectLink.tsx';
import { CallList } from './CallList.tsx';
import { CauseList } from './CauseList.tsx';
import { EndpointTable } from './EndpointTable.tsx';
import { PolicyNotes } from './PolicyNotes.tsx';
import { BindingNote } from './SubjectParts.tsx';
import { standingOf } from './standing.ts';

const { nodes } = SAMPLE_MESH.graph;
const nodeOf = (name: string) => nodes.filter((node) => node.name === name);

describe('CallList', () => {
  it('leads to the path of each call, the worst first, with why', () => {
    const markup = renderToStaticMarkup(
      <CallList report={SAMPLE_MESH} nodes={nodeOf('cart')} direction="callers" hrefOf={({ id }) => `/path#${id}`} />,
    );
    expect(markup).toContain('web/front cannot reach shop/cart:80.');
    expect(markup).toContain('web/front → :80');
  });

  it('says that no call is known, which is not that there is none', () => {
    const markup = renderToStaticMarkup(
      <CallList report={SAMPLE_MESH} nodes={[]} direction="calls" hrefOf={() => ''} />,
    );
    expect(markup).toContain('not known to call anybody');
  });
});

describe('standingOf', () => {
  it('is no better than what its callers meet', () => {
    expect(standingOf(SAMPLE_MESH, nodeOf('cart'))).toMatchObject({ mark: 'broken' });
    expect(standingOf(SAMPLE_MESH, nodeOf('cart')).sentence).toMatch(/^0 of \d known callers? get/);
  });

  it('is not well where nothing tells', () => {
    expect(standingOf(SAMPLE_MESH, [])).toEqual({ mark: 'unknown', sentence: 'No caller of it is known.' });
  });
});

it('says of a finding-free object only what is so', () => {
  const draw = (hasUnknown: boolean) =>
    renderToStaticMarkup(<CauseList causes={[]} now={0} onShow={() => undefined} hasUnknown={hasUnknown} />);
  expect(draw(false)).toContain('No check found anything on it');
  expect(draw(true)).toContain('cannot be judged');
});

it('shows endpoints that take no call first', () => {
  const usual = { ports: [], serving: true, terminating: false, node: 'node-1' };
  const markup = renderToStaticMarkup(
    <EndpointTable
      endpoints={[
        { ...usual, address: '10.0.0.1', pod: 'good', ready: true },
        { ...usual, address: '10.0.0.2', pod: 'bad', ready: false },
      ]}
    />,
  );
  expect(markup.indexOf('bad')).toBeLessThan(markup.indexOf('good'));
  expect(renderToStaticMarkup(<EndpointTable endpoints={[]} />)).toContain('nothing takes calls to it');
});

it('tells policies that hold from those that only look so, and leads to objects that have pages', () => {
  const policy = { action: 'ALLOW', by: [], at: ['ztunnel' as const], why: [] };
  const markup = renderToStaticMarkup(
    <ObjectHrefContext value={({ name }) => `/policies#${name}`}>
      <PolicyNotes
        policies={[
          { ...policy, object: ref('AuthorizationPolicy', 'shop', 'real'), effect: 'enforced' },
          {
            ...policy,
            object: ref('AuthorizationPolicy', 'shop', 'idle'),
            effect: 'not-enforced',
            at: [],
            why: ['It selects no pod.'],
          },
        ]}
        unknown={['NetworkPolicy objects may not be listed']}
      />
    </ObjectHrefContext>,
  );
  expect(markup.indexOf('/policies#real')).toBeLessThan(markup.indexOf('Look as if they held, and do not'));
  expect(markup.indexOf('Look as if they held, and do not')).toBeLessThan(markup.indexOf('/policies#idle'));
  expect(markup).toContain('Others may be missing, because NetworkPolicy objects may not be listed.');
});

it('tells the label that binds, and where it stands', () => {
  const markup = renderToStaticMarkup(
    <BindingNote
      binding={{
        state: 'bound',
        sentence: 'Calls to it pass waypoint `shop/waypoint`.',
        label: 'istio.io/use-waypoint: waypoint',
        on: ref('Namespace', '', 'shop'),
        waypoint: ref('Gateway', 'shop', 'waypoint'),
      }}
    />,
  );
  expect(markup).toContain('istio.io/use-waypoint: waypoint');
  expect(markup).toContain('Namespace shop');
});
