import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { AlsoBlocking, Risks } from './AlsoBlocking.tsx';
import { blocked, skipped, varies } from './sample-paths.ts';

const none = () => undefined;

it('is there even to say that nothing else blocks', () => {
  expect(renderToStaticMarkup(<AlsoBlocking result={blocked} onOpen={none} />)).toContain(
    'Nothing else: with this mended',
  );
});

it('lists what else blocks with a way to its hop', () => {
  const html = renderToStaticMarkup(<AlsoBlocking result={varies} onOpen={none} />);
  expect(html).toContain('one more thing stops the call');
  expect(html).toMatch(/<button[^>]*>hop 7 of 7, ledger<\/button>/);
});

it('tells risks apart from what blocks', () => {
  expect(renderToStaticMarkup(<Risks risks={skipped.risks} onOpen={none} />)).toContain('works, but not as asked');
  expect(renderToStaticMarkup(<Risks risks={[]} onOpen={none} />)).toBe('');
});
