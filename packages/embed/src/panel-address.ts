/** The address of a panel's page. */

/** Attributes that go into the address as they are: the contract of /embed/v1. */
export const ADDRESS_ATTRIBUTES = [
  ...['ns', 'focus', 'depth', 'ask', 'from', 'to', 'at', 'refresh', 'tz', 'locale', 'theme', 'contrast', 'motion'],
  ...['hide', 'interactive', 'links', 'fit', 'min', 'max'],
] as const;

/** Null where server or panel cannot be read. `read` gives an attribute, or null. */
export function panelAddress(read: (name: string) => string | null, channel: string): URL | null {
  const server = read('server') ?? '';
  const panel = read('panel') ?? 'problems';
  if (!/^https?:\/\//.test(server) || !URL.canParse(server) || !/^[a-z]{1,30}$/.test(panel)) return null;
  const base = server.endsWith('/') ? server : `${server}/`;
  const address = new URL(`embed/v1/${panel}`, base);
  for (const name of ADDRESS_ATTRIBUTES) {
    const value = read(name);
    if (value !== null) address.searchParams.set(name, value);
  }
  address.hash = `channel=${channel}`;
  return address;
}
