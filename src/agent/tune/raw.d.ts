// A file's text in the bundle, as Vite puts it there.

declare module '*?raw' {
  const text: string
  export = text
}
