import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { NotChecked } from './NotChecked.tsx';
import { delivered, unknown } from './sample-paths.ts';

it('names the source, why it was not read, what it would change and the permission that gives it', () => {
  const html = renderToStaticMarkup(<NotChecked gaps={unknown.notChecked} verdict="unknown" />);
  expect(html).toContain('It would settle the verdict.');
  expect(html).toContain('It would not change the verdict.');
  expect(html.match(/apiGroups/g)).toHaveLength(1);
});

it('says that nothing is missing', () => {
  expect(renderToStaticMarkup(<NotChecked gaps={delivered.notChecked} verdict="delivered" />)).toContain(
    'Nothing was left out.',
  );
});
