// For whoever develops (`make dev`, wtsocial/endpoints/develop.py): the open page says what is wrong with the sources,
// and comes anew when another process serves it.

const LOOKS_EVERY = 1000;

const script = document.getElementById("develop");
const shown = document.getElementById("mistakes");

async function look() {
  try {
    const { serving, wrong } = await (await fetch("/_develop")).json();
    if (String(serving) !== script?.dataset["serving"]) location.reload();
    if (shown) {
      shown.hidden = !wrong;
      if (shown.textContent !== wrong) shown.textContent = wrong;
    }
  } catch {
    // Nobody serves just now.
  }
  setTimeout(look, LOOKS_EVERY);
}

void look();
