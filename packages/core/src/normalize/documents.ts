/** JSON and YAML texts as plain documents; a text that is broken says in which line. */
import { parseAllDocuments } from 'yaml';

/** One file, unpacked and decoded. */
export interface BundleFile {
  path: string;
  text: string;
}

export interface Documents {
  documents: unknown[];
  /** why a part of the text was not understood; null when all of it was */
  problem: string | null;
}

/** The documents of one file, by its contents: names of files in archives say little. */
export function parseDocuments(file: BundleFile): Documents {
  const text = file.text.charCodeAt(0) === 0xfeff ? file.text.slice(1) : file.text;
  if (text.trim() === '') return { documents: [], problem: 'It is empty.' };
  if (/^\s*[[{]/.test(text)) return parseJson(text);
  if (/\.ya?ml$/i.test(file.path) || /^(?:#.*\n|\s*\n)*(?:---|apiVersion:|kind:|items:|metadata:)/.test(text))
    return parseYaml(text);
  return { documents: [], problem: 'It is not a form that is understood.' };
}

function parseJson(text: string): Documents {
  try {
    return { documents: [JSON.parse(text) as unknown], problem: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { documents: [], problem: `It is not valid JSON (line ${lineOf(message, text)}).` };
  }
}

/** Engines name a line or a position; where they name none, the text ended too early. */
function lineOf(message: string, text: string): number {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  return text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
}

function parseYaml(text: string): Documents {
  const documents: unknown[] = [];
  let problem: string | null = null;
  for (const document of parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false })) {
    const error = 'errors' in document ? document.errors[0] : undefined;
    if (error !== undefined) {
      problem ??= `It is not valid YAML (line ${error.linePos?.[0].line ?? 1}).`;
      continue;
    }
    const value = toValue(document);
    if (value === undefined) problem ??= 'It is not valid YAML.';
    else if (value !== null) documents.push(value);
  }
  return { documents, problem };
}

/** Aliases that point nowhere, or multiply without end, only show when the value is built. */
function toValue(document: { toJS: () => unknown }): unknown {
  try {
    return document.toJS();
  } catch {
    return undefined;
  }
}
