from backend.database.utils import export_multipliers_for_ml
import json

data = export_multipliers_for_ml("aviator", limit=5000)
with open("training_data.json", "w") as f:
    json.dump(data, f)
