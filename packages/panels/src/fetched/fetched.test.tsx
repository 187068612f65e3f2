import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { fetched } from './fetched.tsx';

const Greeting = ({ name }: { name: string }) => <p>Hello {name}</p>;

it('draws the placeholder, with the same properties, until the code is there', async () => {
  const Part = fetched(
    async () => Greeting,
    ({ name }) => <i>{name} …</i>,
  );
  expect(renderToStaticMarkup(<Part name="mesh" />)).toBe('<i>mesh …</i>');
  await Part.bring();
  expect(renderToStaticMarkup(<Part name="mesh" />)).toBe('<p>Hello mesh</p>');
});

it('tries again after a fetch that failed', async () => {
  let tries = 0;
  const Part = fetched(async () => {
    tries += 1;
    if (tries === 1) throw new Error('offline');
    return Greeting;
  });
  await expect(Part.bring()).rejects.toThrow('offline');
  expect(renderToStaticMarkup(<Part name="mesh" />)).toBe('');
  await Part.bring();
  expect(renderToStaticMarkup(<Part name="mesh" />)).toBe('<p>Hello mesh</p>');
});
