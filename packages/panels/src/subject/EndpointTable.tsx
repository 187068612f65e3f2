import type { ServiceEndpoint } from '@hopscope/core';
import type { MarkState } from '../marks/mark-shape.ts';
import { StateIcon } from '../marks/StateIcon.tsx';
import './subject-table.css';

export interface EndpointTableProps {
  readonly endpoints: readonly ServiceEndpoint[];
}

/** More are in the API. */
const MOST = 200;

/** Where calls to a Service may end, those that take none first. */
export function EndpointTable({ endpoints }: EndpointTableProps) {
  if (endpoints.length === 0) return <p>It has no endpoints: nothing takes calls to it.</p>;
  const sorted = [...endpoints].sort((a, b) => Number(a.ready) - Number(b.ready));
  return (
    <>
      <table className="hs-rows">
        <caption className="hs-sr-only">Endpoints</caption>
        <thead>
          <tr>
            <th scope="col">Endpoint</th>
            <th scope="col">State</th>
            <th scope="col">Ports</th>
            <th scope="col">Node</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, MOST).map((endpoint) => {
            const { mark, word } = healthOf(endpoint);
            return (
              <tr key={`${endpoint.address} ${endpoint.pod}`}>
                <th scope="row">
                  {endpoint.pod || 'written by hand'} <span className="hs-quiet">{endpoint.address}</span>
                </th>
                <td>
                  <StateIcon state={mark} size={14} label="" /> {word}
                </td>
                <td>
                  {endpoint.ports
                    .map(({ port, name }) => `${port ?? 'any'}${name === '' ? '' : ` ${name}`}`)
                    .join(', ')}
                </td>
                <td>{endpoint.node || '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {endpoints.length > MOST ? <p className="hs-quiet">and {endpoints.length - MOST} more</p> : null}
    </>
  );
}

function healthOf({ ready, serving, terminating }: ServiceEndpoint): { mark: MarkState; word: string } {
  if (terminating) return { mark: 'warn', word: serving ? 'going, and still serving' : 'going' };
  return ready ? { mark: 'ok', word: 'ready' } : { mark: 'broken', word: 'not ready' };
}
