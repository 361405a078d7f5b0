import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const desk = "http://127.0.0.1:3000";

export default defineConfig({
  // `vite build packages/web` is run from the repository root
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: "dist", emptyOutDir: true, target: "es2022", assetsInlineLimit: 0 },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/trpc": { target: desk, ws: true },
      "/api": { target: desk },
    },
  },
});
