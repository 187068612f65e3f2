import type { HttpPart as Http } from '@hopscope/core';
import { useId, useState } from 'react';
import { readHeaders } from './ask-url.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

export interface HttpPartProps {
  http: Http | null;
  onChange: (http: Http | null) => void;
}

/** The HTTP part of a question: only waypoints and gateways look at it, so it stays folded away until it is wanted. */
export function HttpPart({ http, onChange }: HttpPartProps) {
  const id = useId();
  const [path, setPath] = useState(http?.path ?? '/');
  const [headers, setHeaders] = useState(formatHeaders(http));
  const [method, setMethod] = useState(http?.method ?? 'GET');
  return (
    <details className="http-part">
      <summary>{http ? `HTTP ${http.method} ${http.path}` : 'HTTP method, path and headers'}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onChange({
            method,
            path: path.startsWith('/') ? path : `/${path}`,
            headers: readHeaders(headers.split('\n')),
          });
        }}
      >
        <label htmlFor={`${id}-method`}>Method</label>
        <select id={`${id}-method`} value={method} onChange={(event) => setMethod(event.target.value)}>
          {[...new Set([...METHODS, method])].map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <label htmlFor={`${id}-path`}>Path</label>
        <input id={`${id}-path`} value={path} spellCheck={false} onChange={(event) => setPath(event.target.value)} />
        <label htmlFor={`${id}-headers`}>Headers, one a line</label>
        <textarea
          id={`${id}-headers`}
          rows={2}
          value={headers}
          placeholder="host: shop.example"
          spellCheck={false}
          onChange={(event) => setHeaders(event.target.value)}
        />
        <div className="http-buttons">
          <button type="submit" className="hs-button">
            Ask with HTTP
          </button>
          {http ? (
            <button type="button" className="hs-button" onClick={() => onChange(null)}>
              Ask without HTTP
            </button>
          ) : null}
        </div>
      </form>
    </details>
  );
}

function formatHeaders(http: Http | null): string {
  return Object.entries(http?.headers ?? {})
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
