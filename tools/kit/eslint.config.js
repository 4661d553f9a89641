// How the browser's scripts are linted: likely mistakes, the rules of React's hooks, and no side effect while rendering.
import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";

// Statements of a component or hook itself, not of a function in it, run while rendering.
const RENDERING = ["BlockStatement", "BlockStatement > IfStatement", "BlockStatement > IfStatement > BlockStatement"].flatMap((block) =>
  ["AssignmentExpression", "UpdateExpression"].map(
    (change) => `VariableDeclarator[id.name=/^([A-Z]|use[A-Z])/] > ArrowFunctionExpression > ${block} > ExpressionStatement > ${change}`,
  ),
);

export default [
  { ignores: ["**/node_modules/"] },
  js.configs.recommended,
  hooks.configs.flat["recommended-latest"],
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-undef": "off", // tsc knows which names there are
      "no-unused-vars": ["error", { ignoreRestSiblings: true, argsIgnorePattern: "^_" }],
      "no-restricted-syntax": ["error", ...RENDERING.map((selector) => ({ selector, message: "Rendering assigns nothing." }))],
      "react-hooks/exhaustive-deps": "error",
      "react-hooks/refs": "off", // it knows JSX alone: createElement(…, { ref }) looks to it like reading the ref; see the rule above
      "react-hooks/set-state-in-effect": "off", // answers of the server come as props, and take back what was pressed
    },
  },
];
