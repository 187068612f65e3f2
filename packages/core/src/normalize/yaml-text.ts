/** YAML texts inside ConfigMaps. */
import { parseDocument } from 'yaml';

/** Text that is no YAML says nothing, not the half that could be read: the defaults hold, as they do for istiod. */
export function parseYaml(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    const document = parseDocument(text, { logLevel: 'silent' });
    return document.errors.length > 0 ? undefined : document.toJS();
  } catch {
    return undefined;
  }
}
