declare module 'virtual:guides' {
  const pages: readonly import('./guides.ts').Guide[];
  export default pages;
}
