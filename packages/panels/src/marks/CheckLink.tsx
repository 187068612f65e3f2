/** Where the description of a check stands; left out where there is no such page. */
export type CheckHref = ((id: string) => string) | undefined;

/** The code of a cause, leading to what its check says of itself. A page of its own, so that what is open stays open. */
export function CheckLink({ id, href }: { readonly id: string; readonly href: CheckHref }) {
  if (!href) return <code>{id}</code>;
  return (
    <a className="hs-check-link" href={href(id)} target="_blank" rel="noreferrer">
      <code>{id}</code>
    </a>
  );
}
