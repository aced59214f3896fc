import js from "@eslint/js"
import globals from "globals"

export default [
  { ignores: [".venv/", "runs/"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: "latest", sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "max-len": ["error", 120],
      "no-restricted-syntax": ["error", "ImportExpression", "MetaProperty"], // the app inlines plain imports only
      "no-shadow": "error",
      "no-undef-init": "off",
      "no-unused-expressions": "error",
      "no-unused-vars": "error",
      "no-use-before-define": ["error", { functions: false }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "off",
    },
  },
  { files: ["pages/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/js/**/*.js", "*.js"], languageOptions: { globals: globals.node } },
]
