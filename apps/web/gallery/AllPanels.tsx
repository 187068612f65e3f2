import { MeshPanels } from './MeshPanels.tsx';
import { ObjectPanels } from './ObjectPanels.tsx';
import { PathPanels } from './PathPanels.tsx';
import type { ReadScenario } from './read-scenario.ts';
import { SubjectPanels } from './SubjectPanels.tsx';

/** Every panel over one scenario, each with its name above. */
export function AllPanels({ read }: { readonly read: ReadScenario }) {
  return (
    <>
      <MeshPanels report={read.report} />
      <ObjectPanels read={read} />
      <SubjectPanels read={read} />
      {read.paths.map((path, index) => (
        <PathPanels key={`${index} ${path.ask}`} path={path} other={index === 0 ? read.paths[1] : undefined} />
      ))}
    </>
  );
}
