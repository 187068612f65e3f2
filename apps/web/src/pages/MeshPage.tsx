import { MeshView } from '../mesh/MeshView.tsx';
import { useMeshUrl } from '../mesh/use-mesh-url.ts';
import '../mesh/mesh-page.css';
import { ReportAt } from '../past/ReportAt.tsx';
import { useReport } from '../use-report.ts';

/** Mesh: where traffic stops, at a glance, now or at a moment of the past. */
export function MeshPage() {
  const [{ at }, change] = useMeshUrl();
  return (
    <ReportAt at={at === '' ? null : at} onNow={() => change({ at: '' })}>
      <MeshOfMoment />
    </ReportAt>
  );
}

function MeshOfMoment() {
  const { report, label } = useReport();
  if (report.state === 'loading') {
    return (
      <main id="main" className="mesh-page" aria-busy="true">
        <title>Hopscope</title>
        <div className="mesh-head mesh-waiting">
          <h1>Reading the mesh …</h1>
          <p>The first look takes a moment.</p>
        </div>
        <div className="mesh-chain hs-card mesh-blank" />
        <div className="mesh-map hs-card mesh-blank" />
        <div className="mesh-aside hs-card mesh-blank" />
      </main>
    );
  }
  if (report.state === 'error') {
    return (
      <main id="main" className="mesh-empty" role="alert">
        <title>No data · Hopscope</title>
        <h1>The mesh cannot be read.</h1>
        <p>{report.message}</p>
        <p>It is tried again every few seconds. A bundle dropped on this page is shown without any server.</p>
      </main>
    );
  }
  const { data } = report;
  return (
    <main id="main" className="mesh-page" data-state={report.state}>
      <title>{`${data.headline.sentence.replaceAll('`', '')} · ${data.cluster || label || 'Hopscope'}`}</title>
      {report.state === 'stale' ? (
        <p className="mesh-stale" role="status">
          {report.message} What stands here was true at {new Date(data.asOf).toLocaleTimeString('en-GB')}.
        </p>
      ) : null}
      {data.graph.nodes.length === 0 ? <EmptyMesh /> : null}
      <MeshView report={data} />
    </main>
  );
}

function EmptyMesh() {
  return (
    <p className="mesh-stale" role="status">
      No services were found in what was read. Either there are none, or they may not be listed: see "Cannot be judged".
    </p>
  );
}
