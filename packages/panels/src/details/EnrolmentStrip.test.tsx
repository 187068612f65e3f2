import type { Drift, Enrolment } from '@hopscope/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { DriftList } from './DriftList.tsx';
import { EnrolmentStrip } from './EnrolmentStrip.tsx';

const enrolment: Enrolment = {
  ways: [
    { way: 'label', state: 'yes', detail: 'pod label istio.io/dataplane-mode: ambient' },
    { way: 'annotation', state: 'yes', detail: 'annotation ambient.istio.io/redirection: enabled' },
    { way: 'xds', state: 'unknown', detail: 'what ztunnel serves was not read' },
    { way: 'proxy', state: 'mixed', detail: '1 of 2 pods' },
  ],
  sentence: 'ztunnel is behind: `shop/server-1` is marked as captured, and ztunnel on `node-2` runs no proxy for it.',
  pods: [],
  omitted: 0,
};

describe('EnrolmentStrip', () => {
  it('says in four cells, by word and shape, what each of them says, and who is behind', () => {
    const markup = renderToStaticMarkup(<EnrolmentStrip title="Deployment shop/server" enrolment={enrolment} />);
    expect(markup.match(/<li data-state="[a-z]+"/g)).toEqual(
      ['yes', 'yes', 'unknown', 'mixed'].map((state) => `<li data-state="${state}"`),
    );
    for (const part of ['not known', 'in part', '1 of 2 pods', 'ztunnel is behind', 'ztunnel serves it'])
      expect(markup).toContain(part);
  });

  it('says nothing of being behind where they agree', () => {
    const markup = renderToStaticMarkup(<EnrolmentStrip title="x" enrolment={{ ...enrolment, sentence: '' }} />);
    expect(markup).not.toContain('behind');
  });
});

describe('DriftList', () => {
  const drift: Drift = {
    sentence: '1 of 3 ztunnels that were asked believes something else: it is behind.',
    asked: 3,
    omitted: 2,
    differences: [
      {
        ztunnel: 'istio-system/ztunnel-a',
        node: 'node-1',
        pod: '',
        what: 'waypoint',
        believes: 'none',
        expected: 'shop/waypoint',
        at: null,
        since: '2026-11-20T14:00:00Z',
      },
    ],
  };
  const draw = (part: Drift) =>
    renderToStaticMarkup(<DriftList title="Service shop/server" drift={part} asOf="2026-11-20T14:05:00Z" />);

  it('names the node, what it believes, and for how long that is wrong', () => {
    const text = draw(drift).replaceAll(/<[^>]+>/g, '');
    expect(text).toContain('node-1: waypoint none, not shop/waypoint (so for 5 min)');
    expect(text).toContain('2 more differences are not listed');
  });

  it('is not there where nobody could be asked', () => {
    expect(draw({ ...drift, asked: 0 })).toBe('');
  });
});
