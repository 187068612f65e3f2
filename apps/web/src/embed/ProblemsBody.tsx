import { CannotJudge, Headline, Reasons } from '@hopscope/panels';
import { checkUrl } from '../pages/checks/check-url.ts';
import type { BodyProps } from './PanelBody.tsx';

/** What is wrong, by reason, and what cannot be judged. */
export function ProblemsBody({ data: { report }, now, channel }: BodyProps) {
  if (report === null) return null;
  return (
    <div className="embed-parts">
      <Headline headline={report.headline} />
      <Reasons
        report={report}
        now={now}
        shown=""
        onShow={(id) => channel?.send({ type: 'select', id })}
        checkHref={checkUrl}
      />
      <CannotJudge gaps={report.cannotJudge} unknown={report.counts.unknown} />
    </div>
  );
}
