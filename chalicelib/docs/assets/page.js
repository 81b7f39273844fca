// The page's own script: no inline script is allowed, so that nothing injected could run.
SwaggerUIBundle({
  // As the page itself names it, which may be reached with a slash at the end.
  url: document.querySelector('a[href$="openapi.json"]').href,
  dom_id: "#api",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  filter: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  // The key stays in this page's memory and is gone when it is left.
  persistAuthorization: false,
  validatorUrl: null,
});
