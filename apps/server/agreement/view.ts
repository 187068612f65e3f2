/** What is compared: fields by object, in one form for istiod and for us. Lists without an order are sorted by those who make them. */
export type View = Map<string, Readonly<Record<string, unknown>>>;

/** One field of one object on which we differ. */
export interface Disagreement {
  /** `Pod a/b`, `Service a/b` … */
  object: string;
  field: string;
  ours: unknown;
  istiod: unknown;
}

export interface Comparison {
  /** fields that were compared */
  fields: number;
  disagreements: Disagreement[];
}

/** Compares two views field by field; an object that only one side has is one disagreement. */
export function compareViews(ours: View, istiod: View): Comparison {
  const disagreements: Disagreement[] = [];
  let fields = 0;
  for (const object of [...new Set([...ours.keys(), ...istiod.keys()])].sort()) {
    const own = ours.get(object);
    const other = istiod.get(object);
    if (own === undefined || other === undefined) {
      fields += 1;
      disagreements.push({ object, field: 'exists', ours: own !== undefined, istiod: other !== undefined });
      continue;
    }
    for (const field of Object.keys({ ...own, ...other })) {
      fields += 1;
      if (JSON.stringify(own[field]) !== JSON.stringify(other[field]))
        disagreements.push({ object, field, ours: own[field], istiod: other[field] });
    }
  }
  return { fields, disagreements };
}

/** One line for a person. */
export function describeDisagreement({ object, field, ours, istiod }: Disagreement): string {
  return `${object}: ${field}: ours ${JSON.stringify(ours)}, istiod's ${JSON.stringify(istiod)}`;
}
