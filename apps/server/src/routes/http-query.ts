/** The HTTP part of a question, as query parameters. */
import type { HttpPart } from '@hopscope/core';
import { type Static, Type } from 'typebox';

/** `k=v` or `k: v` */
const HEADER = "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}\\s*[=:]";
const Header = Type.String({ maxLength: 1000, pattern: HEADER });

/** Properties of a query string. */
export const httpProperties = {
  method: Type.Optional(Type.String({ pattern: '^[A-Za-z]{1,20}$', description: 'HTTP method' })),
  path: Type.Optional(Type.String({ maxLength: 2000, pattern: '^/', description: 'HTTP path' })),
  header: Type.Optional(
    Type.Union([Header, Type.Array(Header, { maxItems: 20 })], {
      description: 'HTTP header as name=value; may be repeated',
    }),
  ),
};
const HttpQuery = Type.Object(httpProperties);

/** The HTTP part of the question; null where nothing of it is given. */
export function readHttp({ method, path, header }: Static<typeof HttpQuery>): HttpPart | null {
  if (method === undefined && path === undefined && header === undefined) return null;
  const lines = header === undefined ? [] : Array.isArray(header) ? header : [header];
  return {
    method: (method ?? 'GET').toUpperCase(),
    path: path ?? '/',
    headers: Object.fromEntries(lines.map(readHeader)),
  };
}

function readHeader(line: string): [string, string] {
  const [, name, value] = /^([^=:\s]+)\s*[=:]\s*(.*)$/s.exec(line)!;
  return [name!.toLowerCase(), value!.trim()];
}
