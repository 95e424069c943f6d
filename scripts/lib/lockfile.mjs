/**
 * Whether a package-lock.json says what its manifests say, and holds the packages of every platform. npm itself tells
 * only what is amiss on the machine where it runs, and has dropped other platforms' packages while it wrote a lockfile.
 * @typedef {Record<string, string>} Dependencies
 * @typedef {{ version?: string, optional?: boolean, link?: boolean, peerDependenciesMeta?: Record<string, { optional?: boolean }> }
 *   & { [Kind in 'dependencies' | 'devDependencies' | 'optionalDependencies' | 'peerDependencies']?: Dependencies }} Package
 */

const kinds = /** @type {const} */ ([
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
]);

/**
 * @param {Record<string, Package>} locked The lockfile's `packages`.
 * @param {Record<string, Package>} manifests Each package.json by its folder; the root's is ''.
 * @returns {string[]} What does not match, a line each.
 */
export function lockfileErrors(locked, manifests) {
  const errors = Object.keys(locked)
    .filter((place) => !place.includes('node_modules/') && manifests[place] === undefined)
    .map((place) => `${place}: locked without a package.json`);
  for (const [place, manifest] of Object.entries(manifests)) {
    const entry = locked[place];
    if (entry === undefined) errors.push(`${place}: not locked`);
    else
      for (const kind of kinds)
        for (const name of namesOf(manifest[kind], entry[kind]))
          if (manifest[kind]?.[name] !== entry[kind]?.[name])
            errors.push(
              `${place || 'the root'}: ${kind} ${name} ${manifest[kind]?.[name]}, locked as ${entry[kind]?.[name]}`,
            );
  }
  for (const [place, entry] of Object.entries(locked))
    for (const [name, wanted] of Object.entries(required(entry, place in manifests))) {
      const found = resolve(locked, place, name);
      const exact = /^(?:npm:.+@)?(\d+\.\d+\.\d+[^\s|]*)$/.exec(wanted)?.[1];
      if (found === undefined)
        errors.push(`${place || 'the root'}: ${name} ${wanted} is not locked`);
      else if (exact !== undefined && found.version !== exact)
        errors.push(`${place || 'the root'}: ${name} ${wanted}, locked at ${found.version}`);
    }
  return errors;
}

/** @param {(Dependencies | undefined)[]} all */
function namesOf(...all) {
  return new Set(all.flatMap((some) => Object.keys(some ?? {})));
}

/** What must be there for a package, on whatever platform. @param {Package} entry @param {boolean} isOurs @returns {Dependencies} */
function required(entry, isOurs) {
  const peers = Object.entries(entry.peerDependencies ?? {}).filter(
    ([name]) => entry.peerDependenciesMeta?.[name]?.optional !== true,
  );
  return {
    ...Object.fromEntries(peers),
    ...(isOurs && entry.devDependencies),
    ...entry.optionalDependencies,
    ...entry.dependencies,
  };
}

/** The package that a name means in a place, by Node's rule. @param {Record<string, Package>} locked @param {string} place @param {string} name */
function resolve(locked, place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0))) {
    const found = locked[`${folder && `${folder}/`}node_modules/${name}`];
    if (found !== undefined) return targetOf(locked, found);
    if (folder === '') return undefined;
  }
}

/** A workspace is locked twice: as a link, and in its folder. @param {Record<string, Package>} locked @param {Package & { resolved?: string }} found */
function targetOf(locked, found) {
  return found.link === true ? locked[found.resolved ?? ''] : found;
}
