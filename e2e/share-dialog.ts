/** The dialog in which snapshots are made. */
import { expect, type Locator, type Page } from '@playwright/test';

/** The Share dialog of the page, open. */
export async function openShare(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Publishes what was shown; resolves to the link. */
export async function publish(dialog: Locator): Promise<string> {
  await dialog.getByRole('button', { name: 'Show what would be published' }).click();
  await expect(dialog.getByText(/^Replaced: .*nodes/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(dialog.getByText('Published.')).toBeVisible();
  return (await dialog.getByRole('link', { name: /\/s\// }).getAttribute('href'))!;
}
