interface Address {
  readonly address: string;
  readonly family: string;
  readonly internal: boolean;
}

const EVERYWHERE = /^(https?:\/\/)(?:0\.0\.0\.0|\[::\])(?=:|$)/;

/**
 * Where clients reach a server that listens at `url`, as well as the machine itself can know: `0.0.0.0` is no address to
 * load a picture from, so there it is the machine's first IPv4 address that others reach. `interfaces`: as `os.networkInterfaces()`.
 */
export function ownOrigin(
  url: string,
  interfaces: Readonly<Record<string, readonly Address[] | undefined>>,
): string {
  if (!EVERYWHERE.test(url)) return url;
  const addresses = Object.values(interfaces).flatMap((list) => list ?? []);
  const reachable = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  return url.replace(EVERYWHERE, `$1${reachable?.address ?? '127.0.0.1'}`);
}
