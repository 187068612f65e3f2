/** Where the check of a cause is described, as a path of the repository and of the documentation. */
export const docsOf = (check: string): string => `docs/checks.md#${check}`;
