import type { Enrolment } from '@hopscope/core';
import type { MarkState } from '../marks/mark-shape.ts';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import './beliefs.css';

export interface EnrolmentStripProps {
  /** of whom: `Deployment shop/cart` */
  readonly title: string;
  readonly enrolment: Enrolment;
}

type Way = Enrolment['ways'][number];

const TITLES: Readonly<Record<Way['way'], string>> = {
  label: 'Labels ask for it',
  annotation: 'istio-cni captured it',
  xds: 'ztunnels are told so',
  proxy: 'ztunnel serves it',
};

const STATES: Readonly<Record<Way['state'], { readonly mark: MarkState; readonly word: string }>> = {
  yes: { mark: 'ok', word: 'yes' },
  no: { mark: 'not-applicable', word: 'no' },
  unknown: { mark: 'unknown', word: 'not known' },
  mixed: { mark: 'varies', word: 'in part' },
};

/** Whether a workload is in the mesh, by everybody who has a say: four cells, and who is behind where they differ. */
export function EnrolmentStrip({ title, enrolment }: EnrolmentStripProps) {
  const { ways, sentence, pods, omitted } = enrolment;
  const differing = pods.filter((pod) => pod.sentence !== '');
  return (
    <section className="hs-enrolment" aria-label={`In the mesh: ${title}`}>
      <h3>In the mesh: {title}</h3>
      <ol>
        {ways.map(({ way, state, detail }) => (
          <li key={way} data-state={state}>
            <span className="hs-enrolment-way">{TITLES[way]}</span>
            <strong>
              <StateIcon state={STATES[state].mark} size={13} label="" /> {STATES[state].word}
            </strong>
            <small>{detail}</small>
          </li>
        ))}
      </ol>
      {sentence === '' ? null : (
        <p className="hs-enrolment-behind">
          <StateIcon state="warn" size={14} label="" /> <Prose text={sentence} />
        </p>
      )}
      {differing.length > 1 ? (
        <ul aria-label="Pods of which they differ">
          {differing.map(({ pod, node, behind }) => (
            <li key={pod}>
              {pod} on {node}: {behind} is behind
            </li>
          ))}
        </ul>
      ) : null}
      {omitted > 0 ? <p className="hs-details-quiet">{omitted} more pods are not listed.</p> : null}
    </section>
  );
}
