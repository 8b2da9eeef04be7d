/**
 * Opens a module that a person names by its address: the only `import()` in the house whose target is not known
 * beforehand.
 */

/** What the module exports. */
export function openModule(href: string): Promise<unknown> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ href);
}
