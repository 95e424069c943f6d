import ipaddr from 'ipaddr.js';

declare const brand: unique symbol;

/** What stands for a client's address where clients are counted; only `addressGroup` makes one. */
export type AddressGroup = string & { readonly [brand]: 'AddressGroup' };

/** Addresses that share their first `bits`. */
export interface AddressRange {
  readonly network: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

const QUOTED = /^"([^"]*)"$/;
const BRACKETED = /^\[([^\]]*)\](?::\d*)?$/;
const WITH_PORT = /^(\d+\.\d+\.\d+\.\d+):\d*$/;
const RANGE = /^([^/]+)(?:\/(\d{1,3}))?$/;
/** Before an IPv4 address in IPv6's spelling, mapped or translated. */
const MAPPED_BITS = 96;
/** How a client of IPv4 looks to a server that has only IPv6 (RFC 6052). */
const TRANSLATED = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * The one spelling of an address, no matter who wrote it: IPv4 that is mapped into IPv6, or translated (NAT64), is IPv4; IPv6 is
 * lower case and shortest; a port, brackets, quotes and a zone are dropped. `null`: it is no address.
 */
export function canonicalAddress(text: string): string | null {
  const trimmed = text.trim().replace(QUOTED, '$1');
  const bare = (BRACKETED.exec(trimmed)?.[1] ?? trimmed).replace(WITH_PORT, '$1');
  return parse(bare.replace(/%.*$/, ''))?.toString() ?? null;
}

/**
 * What stands for a client's address wherever clients are counted or named by it: an IPv4 address itself, of IPv6 the first
 * 64 bits (`2001:db8:0:1::/64`), since a household has all the rest to choose from. What is no address stands for itself.
 */
export function addressGroup(address: string): AddressGroup {
  const parsed = parse(address);
  if (!(parsed instanceof ipaddr.IPv6)) {
    const text = parsed?.toString() ?? address;
    // The same text twice would be kept twice by every connection.
    return (text === address ? address : text) as AddressGroup;
  }
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64` as AddressGroup;
}

/**
 * The one spelling of an address or a CIDR range (`203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`): without bits beyond the
 * prefix, and without a prefix where it is one address. `null`: it is neither.
 */
export function canonicalRange(text: string): string | null {
  const range = parseRange(text.trim());
  if (range === null) return null;
  const { network, bits } = range;
  return bits === widthOf(network) ? network.toString() : `${network.toString()}/${bits}`;
}

/** `null`: neither an address nor a range. */
export function parseRange(text: string): AddressRange | null {
  const [, address = '', given] = RANGE.exec(text) ?? [];
  const mapped = canonicalAddress(address);
  const network = mapped === null ? null : parse(mapped);
  if (network === null) return null;
  const width = widthOf(network);
  // Of IPv4 in IPv6's spelling the prefix counts from IPv6's beginning.
  const isMapped = width === 32 && address.includes(':') && !WITH_PORT.test(address);
  const bits = given === undefined ? width : Number(given) - (isMapped ? MAPPED_BITS : 0);
  return bits >= 0 && bits <= width ? { network: firstOf(network, bits), bits } : null;
}

/** Whether an address, in its one spelling, lies in the range. */
export function isInRange(address: string, { network, bits }: AddressRange): boolean {
  const parsed = parse(address);
  return parsed !== null && parsed.kind() === network.kind() && parsed.match(network, bits);
}

/** Four decimal numbers, or IPv6: other spellings that some programs take (`0x7f.1`) are no address. */
function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!text.includes(':') || !ipaddr.IPv6.isValid(text)) return null;
  const address = ipaddr.process(text);
  return address instanceof ipaddr.IPv6 && address.match(TRANSLATED)
    ? new ipaddr.IPv4(address.toByteArray().slice(-4))
    : address;
}

function widthOf(address: ipaddr.IPv4 | ipaddr.IPv6): 32 | 128 {
  return address.kind() === 'ipv4' ? 32 : 128;
}

function firstOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): ipaddr.IPv4 | ipaddr.IPv6 {
  const bytes = address.toByteArray();
  return ipaddr.fromByteArray(
    bytes.map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - 8 * i)))),
  );
}
