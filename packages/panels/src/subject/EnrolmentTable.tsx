import type { Enrolment } from '@hopscope/core';
import type { MarkState } from '../marks/mark-shape.ts';
import { StateIcon } from '../marks/StateIcon.tsx';
import './subject-table.css';

type Way = Enrolment['pods'][number]['ways'][number];

const TITLES: Readonly<Record<Way['way'], string>> = {
  label: 'Labels ask',
  annotation: 'istio-cni captured',
  xds: 'ztunnels are told',
  proxy: 'ztunnel serves',
};

const STATES: Readonly<Record<Way['state'], { readonly mark: MarkState; readonly word: string }>> = {
  yes: { mark: 'ok', word: 'yes' },
  no: { mark: 'not-applicable', word: 'no' },
  unknown: { mark: 'unknown', word: 'unknown' },
};

/** Each pod by everybody who has a say whether it is in the mesh; the proof is in words below each answer that differs. */
export function EnrolmentTable({ enrolment }: { readonly enrolment: Enrolment }) {
  const [first] = enrolment.pods;
  if (!first) return null;
  return (
    <details className="hs-enrolment-pods">
      <summary>Pod by pod</summary>
      <table className="hs-rows">
        <caption className="hs-sr-only">Whether each pod is in the mesh</caption>
        <thead>
          <tr>
            <th scope="col">Pod</th>
            {first.ways.map(({ way }) => (
              <th key={way} scope="col">
                {TITLES[way]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {enrolment.pods.map(({ pod, node, ways }) => (
            <tr key={pod}>
              <th scope="row">
                {pod} <span className="hs-quiet">{node}</span>
              </th>
              {ways.map(({ way, state, evidence }) => (
                <td key={way}>
                  <StateIcon state={STATES[state].mark} size={13} label="" /> {STATES[state].word}
                  <span className="hs-quiet hs-enrolment-proof">{evidence}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
