/** Rules of Services whose waypoint does not apply them, as findings, by the reason. */
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { refOfService, rulesOfService, type ServiceRule, whyIgnored } from '../../mesh/route/service-rules.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { Found } from '../check.ts';

type Reason = NonNullable<ReturnType<typeof whyIgnored>>;
type Finding = (rule: ServiceRule) => Found;

const withService = (rule: ServiceRule, finding: Finding): Found => ({
  ...finding(rule),
  objects: [refOfService(rule.service)],
});

/** Every rule of the mesh that is ignored for the reason. */
export function findIgnored(reason: Reason, finding: Finding): (mesh: Mesh) => Found[] {
  return inEachNamespace((mesh, { services }) =>
    services
      .flatMap((service) => rulesOfService(mesh, service))
      .filter((rule) => whyIgnored(mesh, rule) === reason)
      .map((rule) => withService(rule, finding)),
  );
}

/** The same for the Service of one trace, on the hop of its waypoint. */
export function judgeIgnored(reason: Reason, finding: Finding): (mesh: Mesh, trace: WalkTrace) => Found | null {
  return (mesh, { service, waypoint, port }) => {
    if (!service || !waypoint) return null;
    const rule = rulesOfService(mesh, service).find(
      (one) => whyIgnored(mesh, one) === reason && (one.ports === null || one.ports.includes(port)),
    );
    return rule ? withService(rule, finding) : null;
  };
}
