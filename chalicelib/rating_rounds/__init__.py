"""Rating rounds as hr runs them: made, drawn, opened, closed, reopened, cancelled."""
