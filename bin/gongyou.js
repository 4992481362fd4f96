#!/usr/bin/env node
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runNode } from "./node24.js";

const root = fileURLToPath(new URL("..", import.meta.url));
runNode([join(root, "src", "main.ts"), ...process.argv.slice(2)]);
