import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { delivered, varies } from './sample-paths.ts';
import { TraceTabs } from './TraceTabs.tsx';

const none = () => undefined;

it('names each way by what differs, its share and its verdict, and lets one into the tab order', () => {
  const html = renderToStaticMarkup(
    <TraceTabs traces={varies.traces} selected={1} onSelect={none}>
      lane
    </TraceTabs>,
  );
  expect(html).toContain('67 % to 2 of 3 pods of ledger');
  expect(html).toContain(', Blocked');
  expect(html.match(/tabindex="0"/g)).toHaveLength(1);
  expect(html.match(/aria-selected="true"/g)).toHaveLength(1);
});

it('needs no tabs for one way', () => {
  const html = renderToStaticMarkup(
    <TraceTabs traces={delivered.traces} selected={0} onSelect={none}>
      lane
    </TraceTabs>,
  );
  expect(html).toBe('lane');
});
