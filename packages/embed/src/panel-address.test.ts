import { expect, it } from 'vitest';
import { panelAddress } from './panel-address.ts';

const address = (attributes: Record<string, string>) =>
  panelAddress((name) => attributes[name] ?? null, 'c')?.href ?? null;

it.each([
  [
    { server: 'https://h.example', panel: 'map', ns: 'shop', onload: 'x' },
    'https://h.example/embed/v1/map?ns=shop#channel=c',
  ],
  [{ server: 'https://h.example/' }, 'https://h.example/embed/v1/problems#channel=c'],
  [{ server: 'javascript:alert(1)', panel: 'map' }, null],
  [{ server: '', panel: 'map' }, null],
  [{ server: 'https://h.example', panel: '../../x' }, null],
])('%j leads to %s', (attributes, expected) => expect(address(attributes as Record<string, string>)).toBe(expected));
