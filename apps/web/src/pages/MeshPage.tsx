import { useReport } from '../use-report.ts';

export function MeshPage() {
  const { report } = useReport();
  return <main>{'data' in report ? report.data.headline.sentence : report.state}</main>;
}
