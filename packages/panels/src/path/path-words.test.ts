import { expect, it } from 'vitest';
import {
  alsoBlockingWord,
  percent,
  tellingHop,
  tellingTrace,
  traceWith,
  unknownWord,
  whereWord,
} from './path-words.ts';
import { blocked, delivered, skipped, unknown, varies } from './sample-paths.ts';

it('says where it stops, or how far it is known', () => {
  expect(whereWord(blocked)).toBe('at hop 6 of 7');
  expect(whereWord(varies)).toBe('33 % of the requests, at hop 6 of 7');
  expect(whereWord(unknown)).toBe('beyond hop 3 of 5');
  expect(whereWord(delivered)).toBe('');
});

it('never takes what was not read for well', () => {
  expect(unknownWord(unknown)).toBe(
    'Nothing in the configuration stops it, but AuthorizationPolicy in payments was not read, so it may still fail.',
  );
  const said = `${unknown.sentence} Nothing in the configuration stops it.`;
  expect(unknownWord({ ...unknown, sentence: said })).toBe(
    'But AuthorizationPolicy in payments was not read, so it may still fail.',
  );
  expect(unknownWord({ ...unknown, notChecked: [] })).toContain('nothing proves yet that it arrives');
  expect(unknownWord({ ...unknown, expected: 'unknown' })).toBe(
    'To tell, more must be read: AuthorizationPolicy in payments was not read.',
  );
  expect(unknownWord(delivered)).toBe('');
});

it('promises that the call arrives only where every later hop was judged', () => {
  expect(alsoBlockingWord(blocked)).toBe('Nothing else: with this mended, the call arrives.');
  const trace = blocked.traces[0]!;
  const hops = trace.hops.map((hop) => (hop.seq === 7 ? { ...hop, state: 'unknown' as const } : hop));
  expect(alsoBlockingWord({ ...blocked, traces: [{ ...trace, hops }] })).toContain('not every hop could be judged');
  const refused = [{ ...trace, hops: trace.hops.slice(0, 1) }];
  expect(alsoBlockingWord({ ...blocked, traces: refused })).toContain('beyond this the way could not be walked');
  expect(alsoBlockingWord(varies)).toBe('With the first one mended, one more thing stops the call.');
});

it('opens the hop and the way that explain the verdict', () => {
  expect(tellingHop(blocked.traces[0]!)?.seq).toBe(6);
  expect(tellingHop(unknown.traces[0]!)?.seq).toBe(4);
  expect(tellingHop(skipped.traces[0]!)?.seq).toBe(3);
  expect(tellingHop(delivered.traces[0]!)).toBeNull();
  expect(tellingTrace(varies)).toBe(1);
  expect(tellingTrace(delivered)).toBe(0);
});

it('finds the way on which a cause stands', () => {
  expect(traceWith(varies, varies.firstBlocker!)).toBe(1);
  expect(traceWith(blocked, { ...blocked.firstBlocker!, hopSeq: 1 })).toBe(-1);
});

it('rounds shares without lying about none and all', () => {
  expect([percent(2 / 3), percent(0.001), percent(0.999), percent(1)]).toEqual(['67 %', '< 1 %', '> 99 %', '100 %']);
});
