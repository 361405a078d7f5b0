import { createRoot } from "react-dom/client";
import { Desk } from "./app/desk.tsx";
import "./app/base.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(<Desk />);
